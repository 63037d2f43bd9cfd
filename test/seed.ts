import fc from 'fast-check';

/**
 * The seed of every property, one for all, so that a run tells the same of the same code everywhere.
 * `SKYACCORD_SEED=N npm test` tries others.
 */
fc.configureGlobal({ seed: Number(process.env['SKYACCORD_SEED'] ?? 20_151_020) });
