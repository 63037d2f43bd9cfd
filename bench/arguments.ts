import type { Options } from './harness.ts';

export type Parsed = { readonly names: readonly string[]; readonly options: Options; readonly problem: string | null };

/** Reads `[name...] [--option value...]`; no name means all of them. */
export function parseArguments(args: readonly string[], known: readonly string[]): Parsed {
  const names: string[] = [];
  const options: Record<string, string> = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg.startsWith('--')) {
      const value = args[i + 1];
      if (value === undefined || value.startsWith('--')) return refuse(`${arg} needs a value`);
      options[arg.slice(2)] = value;
      i += 1;
    } else if (known.includes(arg)) {
      names.push(arg);
    } else {
      return refuse(`there is no benchmark ${arg}; there are ${known.join(', ')}`);
    }
  }
  return { names: names.length === 0 ? known : names, options, problem: null };
}

function refuse(problem: string): Parsed {
  return { names: [], options: {}, problem };
}
