/** A memorandum to begin with: sound as it stands, every party invented. */
export const TEMPLATE = `# A memorandum between parties that share a sky. Change every word of it; keep ids once agreed.
# skyaccord memorandum check FILE says what is wrong, docs/memorandum.md describes every kind of clause.
skyaccord: memorandum/1
id: two-parties
version: 1
languages: [en]
title: {en: Memorandum on the safety of flight between two parties}
period: {from: 2030-01-01T00:00:00Z}

parties:
  # Make a key with: skyaccord memorandum keys --party north. Add the line that it prints to the party, under keys.
  - id: north
    name: Northern party
    role: signatory
    contacts: [{role: duty-officer, name: {en: Duty officer for flight safety}}]
    aircraft: [{callsign_prefix: NORTH}]
  - id: south
    name: Southern party
    role: signatory
    contacts: [{role: duty-officer, name: {en: Duty officer for flight safety}}]
    aircraft: [{callsign_prefix: SOUTH}]

clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: "Aircraft of different parties stay 3 nautical miles or 3,000 feet apart, or part within 3 minutes."}
    applies: {classes: [crewed/crewed, crewed/uncrewed, uncrewed/uncrewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 3 min
    grace_resets_after: 10 s
    warn_ahead: 2 min
  - id: DUTY-1
    kind: qualitative_duty
    words: {en: Crews fly predictably and give each other room.}
    asked: [{party: north, role: duty-officer}, {party: south, role: duty-officer}]
  - id: LINE-1
    kind: line_hours_and_test_calls
    words: {en: The line between the duty officers is open day and night and tested every day.}
    line: safety line
    between: [north, south]
    answer_within: 60 s
    test_every: 24 h
    miss_limit: 2
    escalation: [{en: Call the duty officer by telephone.}]
  - id: END-1
    kind: duration_and_withdrawal
    words: {en: "A party may withdraw with 30 days' notice, and suspend it with one day's; the line stays open."}
    withdrawal_notice: 30 d
    suspension_notice: 24 h
    survives_suspension: [LINE-1]
    survives_withdrawal: [LINE-1]
    survives_for: 90 d
`;
