/** A sheet with a line of flight over it; it says nothing of any party. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="5" y="3" width="22" height="26" rx="3" ' +
  'fill="#0b5394"/><path d="M9 21h14M9 25h9" stroke="#fff" stroke-width="2"/>' +
  '<path d="M9 16c5 0 7-8 14-8" fill="none" stroke="#fff" stroke-width="2" stroke-dasharray="3 2"/></svg>\n';
