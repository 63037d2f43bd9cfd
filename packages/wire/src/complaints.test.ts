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
    const values = [
      'x'.repeat(500),
      `x${'😀'.repeat(500)}`,
      'a\u0000\u001b[31mb\nc',
      { deep: ['x'.repeat(500)] },
      12.5,
      null,
    ];
    for (const value of values) log.add({}, null, value, 'absurd', 'look');
    const shown = log.take().map(({ value }) => value);
    for (const text of shown) {
      expect((text ?? '').length).toBeLessThanOrEqual(80);
      expect(text ?? '').not.toMatch(/\p{C}/u);
      expect((text ?? '').isWellFormed()).toBe(true);
    }
    expect(shown[4]).toBe('12.5');
    expect(shown[5]).toBeNull();
  });

  it('shows the beginning of what nests deeper than functions can call each other', () => {
    const log = new ComplaintLog();
    log.add({}, null, JSON.parse(`{"a":${'['.repeat(50_000)}1${']'.repeat(50_000)},"b":"c"}`), 'absurd', 'look');
    expect(log.take()[0]?.value).toBe('{"a":[[[…]]],"b":"c"}');
  });

  it('has room again each minute for what lives on, and tells what it counted in between', () => {
    const log = new ComplaintLog();
    const fill = (count: number) => {
      for (let i = 0; i < count; i++) log.add({}, null, i, 'absurd', 'look');
      return log.take();
    };
    log.renew(0);
    expect(fill(MOST_COMPLAINTS + 3)).toHaveLength(MOST_COMPLAINTS);
    log.renew(59_999);
    expect(fill(1)).toHaveLength(0);
    log.renew(60_000);
    const later = fill(2);
    expect(later.map(({ reason }) => reason)).toEqual([
      '4 further complaints were counted but not kept',
      'absurd',
      'absurd',
    ]);
    // A clock that was put back must not silence it until it has come round again.
    fill(MOST_COMPLAINTS);
    log.renew(1000);
    expect(fill(1).at(-1)?.reason).toBe('absurd');
  });
});
