/**
 * What shows how far a member of the cell is. announcement: somebody said that it exists; watch: an officer has the
 * watch; test_answered: a test call between the member and another one was answered in time; memorandum: it is in force
 * for the member; link: the nodes are linked; message_accepted: a message between them was read back and accepted;
 * exercise: an exercise between them was carried through; suspension: the member suspended its part.
 */
export const EVIDENCE_KINDS = [
  'announcement',
  'watch',
  'test_answered',
  'memorandum',
  'feeds',
  'link',
  'message_accepted',
  'exercise',
  'suspension',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/**
 * One piece, with its date. `other`: the member at the other end, where there are two ends. `until_ms`: since when it
 * is no longer so; null: it lasts, or was an instant. `source` says where it can be checked: a record of the journal.
 */
export type Evidence = {
  readonly kind: EvidenceKind;
  readonly member: string;
  readonly other: string | null;
  readonly from_ms: number;
  readonly until_ms: number | null;
  readonly source: string;
};
