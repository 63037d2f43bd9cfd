/** What a key does on the page of the line. */
export type LineAction =
  | 'next'
  | 'previous'
  | 'compose'
  | 'voice'
  | 'read_back'
  | 'accept'
  | 'refuse'
  | 'test_call'
  | 'hand_over';

export const LINE_KEYS: readonly { key: string; action: LineAction; words: string }[] = [
  { key: 'j', action: 'next', words: 'next open message' },
  { key: 'k', action: 'previous', words: 'previous open message' },
  { key: 'n', action: 'compose', words: 'write a message' },
  { key: 'v', action: 'voice', words: 'log a voice call' },
  { key: 'r', action: 'read_back', words: 'keyboard to the read-back of the chosen message' },
  { key: 'a', action: 'accept', words: 'accept the chosen message' },
  { key: 'd', action: 'refuse', words: 'keyboard to the reason for refusing it' },
  { key: 'g', action: 'test_call', words: 'write a test call' },
  { key: 'h', action: 'hand_over', words: 'take the watch, or hand it over' },
];

type KeyEvent = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'> & {
  target: unknown;
};

/** Where something is being written or chosen, keys belong to it. */
export function lineActionOf(event: KeyEvent): LineAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const tag = (event.target as { tagName?: string } | null)?.tagName ?? '';
  if (tag === 'INPUT' || tag === 'SELECT' || tag === 'TEXTAREA') return null;
  return LINE_KEYS.find(({ key }) => key === event.key)?.action ?? null;
}
