/** What a key asks for. `next` and `previous` move among the alerts. */
export type Action = 'next' | 'previous' | 'zoom' | 'clear' | 'help' | 'map' | 'theme' | 'cases' | 'traffic' | 'feeds';

export const KEYS: readonly { keys: readonly string[]; action: Action; words: string; shown: string }[] = [
  { keys: ['j', 'ArrowDown'], action: 'next', shown: 'j or ↓', words: 'next alert' },
  { keys: ['k', 'ArrowUp'], action: 'previous', shown: 'k or ↑', words: 'previous alert' },
  { keys: ['Enter'], action: 'zoom', shown: 'Enter', words: 'show the chosen alert on the map' },
  { keys: ['Escape'], action: 'clear', shown: 'Esc', words: 'let go of what is chosen; back to now' },
  { keys: ['m'], action: 'map', shown: 'm', words: 'keyboard to the map (arrows pan, + and − zoom)' },
  { keys: ['l'], action: 'traffic', shown: 'l', words: 'list of traffic' },
  { keys: ['f'], action: 'feeds', shown: 'f', words: 'feeds' },
  { keys: ['c'], action: 'cases', shown: 'c', words: 'cases' },
  { keys: ['t'], action: 'theme', shown: 't', words: 'dark or light' },
  { keys: ['?'], action: 'help', shown: '?', words: 'this help' },
];

type KeyEvent = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'> & {
  target: unknown;
};

/** Keys that an element with the focus uses itself are left to it. */
export function actionOf(event: KeyEvent): Action | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const action = KEYS.find(({ keys }) => keys.includes(event.key))?.action ?? null;
  if (action === null) return null;
  const name = tagOf(event.target);
  if (action === 'clear') return action;
  if (name === 'INPUT' || name === 'SELECT' || name === 'TEXTAREA') return null;
  const ownsArrows = name === 'CANVAS' && event.key.startsWith('Arrow');
  const ownsEnter = event.key === 'Enter' && (name === 'BUTTON' || name === 'A' || name === 'SUMMARY');
  return ownsArrows || ownsEnter ? null : action;
}

function tagOf(target: unknown): string {
  return (target as { tagName?: string } | null)?.tagName ?? '';
}
