import type { Reconstruction } from '@skyaccord/accord';
import type { TreeHead } from '@skyaccord/proof';
import type { ErrorData } from '../errors.ts';
import type { StoreReader } from '../store/store.ts';

export type QueryThreadData = { readonly data: string };

/** The questions that can be put to the journal beside the running writer. */
export type Queries = Pick<
  StoreReader,
  | 'head'
  | 'outcomes'
  | 'cases'
  | 'caseSummary'
  | 'caseFile'
  | 'caseFiles'
  | 'openCases'
  | 'encounters'
  | 'verdicts'
  | 'calls'
  | 'questionEvents'
  | 'alertsAt'
  | 'marks'
> & {
  /** The figures of a closed case; null where there is none. */
  reconstruction(id: string): Reconstruction | null;
  /** The head of the journal as a tree, and that it continues itself at earlier sizes. */
  treeHead(): TreeHead;
  treePaths(to: number, from: readonly number[]): { from: number; path: string[] }[];
};
export type QueryName = keyof Queries;

export type QueryRequest =
  | { readonly type: 'query'; readonly id: number; readonly name: QueryName; readonly values: readonly unknown[] }
  | { readonly type: 'close' };

export type QueryReply = { readonly id: number; readonly answer?: unknown; readonly error?: ErrorData };
