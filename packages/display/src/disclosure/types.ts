import type { MatrixCell, Rung, ShowingStep, View, What } from '@skyaccord/accord';

/** Answer of `disclosure`. */
export type DisclosureAnswer = {
  readonly party: string | null;
  readonly rungs: readonly Rung[];
  readonly fields: Readonly<Record<What, Readonly<Record<string, Rung>>>>;
  readonly parties: readonly {
    readonly party: string;
    readonly linked: boolean;
    readonly cells: readonly MatrixCell[];
  }[];
  readonly history: readonly ShowingStep[];
};

/** Answer of `disclosure/preview`: our things of a kind, and what the other party sees of each. */
export type PreviewAnswer = { readonly things: readonly { readonly name: string; readonly view: View | null }[] };

/** Answer of `commitments`. */
export type CommitmentsAnswer = {
  readonly given: readonly {
    readonly to: string;
    readonly ref: string;
    readonly commitment: string;
    readonly given_ms: number;
    readonly revealed_ms: number | null;
  }[];
  readonly received: readonly {
    readonly ref: string;
    readonly commitment: string;
    readonly received_ms: number;
    readonly revealed: { readonly at_ms: number; readonly holds: boolean; readonly value: unknown } | null;
  }[];
};

/** Answer of `members`. */
export type MembersAnswer = {
  readonly party: string;
  readonly fingerprint: string | null;
  readonly members: readonly {
    readonly party: string;
    readonly fingerprint: string | null;
    readonly phase: 'down' | 'greeting' | 'up' | 'halted' | null;
    readonly since_ms: number | null;
    readonly shows: readonly {
      readonly what: What;
      readonly rung: Rung;
      readonly count: number;
      readonly last_ms: number;
    }[];
    readonly shown: readonly { readonly what: What; readonly rung: Rung }[];
  }[];
};

/** One link of `links`. */
export type LinkAnswer = {
  readonly party: string;
  readonly phase: 'down' | 'greeting' | 'up' | 'halted';
  readonly reason: string | null;
  readonly halted: { readonly reason: string; readonly sequence: number } | null;
  /** How often the two have begun anew, as this side has agreed to, and as the other side said last. */
  readonly epoch: number;
  readonly peer_epoch: number | null;
  readonly clock: { readonly offset_ms: number; readonly delay_ms: number } | null;
  readonly sent: number;
  readonly unacknowledged: number;
  readonly received: number;
  readonly refused: number;
  readonly live: { readonly waiting: number; readonly shed: number; readonly missed: number };
};

/** Answer of `links/pairing`. */
export type PairingAnswer = {
  readonly phase: 'unavailable' | 'none' | 'waiting' | 'digits' | 'checking' | 'comparing' | 'paired' | 'failed';
  readonly port: number | null;
  readonly digits: string | null;
  readonly party: string | null;
  readonly fingerprint: string | null;
  readonly own_fingerprint: string;
  readonly reason: string | null;
};

/** Answer of `links`. */
export type LinksAnswer = { readonly links: readonly LinkAnswer[] };
