/** Text as a terminal may be given it: words of others, of a case file or a message, can move and hide no lines. */
export const plain = (text: string): string => text.replace(/(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E]+/gu, ' ');

/** Tells people something. */
export const tell = (text: string): void => void process.stdout.write(`${plain(text)}\n`);
