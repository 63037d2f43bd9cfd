import { describe, expect, test } from 'vitest';
import { newRecoveryCodes, withoutRecoveryCode } from './recovery.ts';

describe('recovery codes', () => {
  const { codes, hashes } = newRecoveryCodes();

  test('are ten of 120 bits, each another, and kept as hashes', () => {
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set([...codes, ...newRecoveryCodes().codes]).size).toBe(20);
    expect(new Set(hashes).size).toBe(10);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('are taken once each, in any order', () => {
    let left: readonly string[] = hashes;
    for (const code of codes.toReversed()) {
      const after = withoutRecoveryCode(code, left);
      expect(after).toHaveLength(left.length - 1);
      expect(withoutRecoveryCode(code, after!)).toBeNull();
      left = after!;
    }
    expect(left).toEqual([]);
  });

  test('are taken as people type them, and nothing else is', () => {
    const [code = ''] = codes;
    const typed = [
      code.toLowerCase(),
      code.replaceAll('-', ''),
      ` ${code.replaceAll('-', ' ')} `,
      code.replaceAll('1', 'l').replaceAll('0', 'O'),
    ];
    for (const one of typed) expect(withoutRecoveryCode(one, hashes)).toHaveLength(9);
    const other = code.endsWith('Z') ? 'Y' : 'Z';
    for (const wrong of ['', '123456', code.slice(0, -1), `${code}0`, code.slice(0, -1) + other, hashes[0]!]) {
      expect(withoutRecoveryCode(wrong, hashes)).toBeNull();
    }
  });
});
