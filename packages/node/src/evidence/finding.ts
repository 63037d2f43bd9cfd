/** One thing that was looked at: it holds, it does not, or it could not be told, and what that leaves open. */
export type Finding = { readonly says: 'holds' | 'fails' | 'open'; readonly words: string };
