/** How the lines of a chart are told apart: by their marks and dashes first, by colour last. */
export const SERIES: readonly { readonly colour: string; readonly dash: string; readonly mark: string }[] = [
  { colour: 'accent', dash: 'none', mark: 'M-3.4 0 a3.4 3.4 0 1 0 6.8 0 a3.4 3.4 0 1 0 -6.8 0 Z' },
  { colour: 'party-4', dash: '7 4', mark: 'M-3.2 -3.2 H3.2 V3.2 H-3.2 Z' },
  { colour: 'party-2', dash: '2 3', mark: 'M0 -4 L4 3.2 H-4 Z' },
  { colour: 'party-1', dash: '9 3 2 3', mark: 'M0 -4.4 L4.4 0 L0 4.4 L-4.4 0 Z' },
  { colour: 'party-3', dash: '4 2', mark: 'M-4 -3.2 H4 L0 4 Z' },
];
