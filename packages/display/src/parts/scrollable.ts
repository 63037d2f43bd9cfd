/**
 * Lets the keyboard reach what is wider than its place (WCAG 2.1, success criterion 2.1.1): a stop for the tab key
 * while there is something to scroll to, and none otherwise. For `{@attach}`.
 */
export function scrollable(place: HTMLElement): () => void {
  const look = (): void => {
    if (place.scrollWidth <= place.clientWidth && place.scrollHeight <= place.clientHeight) {
      for (const name of ['tabindex', 'role', 'aria-label']) place.removeAttribute(name);
      return;
    }
    const caption = place.querySelector('caption')?.textContent.trim() ?? '';
    place.tabIndex = 0;
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', caption === '' ? 'Wider than the page: scrolls sideways' : caption);
  };
  const sizes = new ResizeObserver(look);
  sizes.observe(place);
  // Its own size stays when what is within it grows.
  for (const child of place.children) sizes.observe(child);
  return () => sizes.disconnect();
}
