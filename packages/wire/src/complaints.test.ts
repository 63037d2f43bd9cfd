import { describe, expect, it } from 'vitest';
import { ComplaintLog, MOST_COMPLAINTS } from './complaints.ts';

describe('ComplaintLog', () => {
  it('keeps a thousand, counts the rest, and tells the count once', () => {
    const log = new ComplaintLog();
    for (let line = 1; line <= MOST_COMPLAINTS + 7; line++) log.add({ line }, 'lat', line, 'absurd', 'look');
    log.sumUp({ line: 9999 });
    log.sumUp({ line: 9999 });
    const complaints = log.take();
    expect(complaints).toHaveLength(MOST_COMPLAINTS + 1);
    expect(log.suppressed).toBe(7);
    expect(complaints.at(-1)?.reason).toBe('7 further complaints were counted but not kept');
    expect(complaints.at(-1)?.place).toEqual({ line: 9999 });
    expect(log.take()).toEqual([]);
  });

  it('has nothing to sum up within the bound', () => {
    const log = new ComplaintLog();
    log.add({ line: 1 }, null, null, 'absurd', 'look');
    log.sumUp({});
    expect(log.take()).toHaveLength(1);
    expect(log.suppressed).toBe(0);
  });

  it('shows a value in at most 80 plain characters', () => {
    const log = new ComplaintLog();
    const values = ['x'.repeat(500), 'a\u0000\u001b[31mb\nc', { deep: ['x'.repeat(500)] }, 12.5, null];
    for (const value of values) log.add({}, null, value, 'absurd', 'look');
    const shown = log.take().map(({ value }) => value);
    for (const text of shown) {
      expect((text ?? '').length).toBeLessThanOrEqual(80);
      expect(text ?? '').not.toMatch(/\p{C}/u);
    }
    expect(shown[3]).toBe('12.5');
    expect(shown[4]).toBeNull();
  });
});
