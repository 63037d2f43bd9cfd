import type { UnitSystem } from '../format/units.ts';

export type Theme = 'system' | 'dark' | 'light';

const KEY = 'skyaccord.settings';

/** What one person prefers on one machine; kept in the browser, never sent. */
class Settings {
  theme = $state<Theme>('system');
  units = $state<UnitSystem>('aviation');
  sound = $state(false);
  /** BCP 47 tag of the memorandum's language to read; null takes the memorandum's first. */
  language = $state<string | null>(null);
  #systemDark = $state(true);

  constructor() {
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
    });
    this.#load();
  }

  get dark(): boolean {
    return this.theme === 'system' ? this.#systemDark : this.theme === 'dark';
  }

  /** From what is seen now to its opposite. */
  toggleTheme(): void {
    this.theme = this.dark ? 'light' : 'dark';
    this.save();
  }

  toggleUnits(): void {
    this.units = this.units === 'aviation' ? 'metric' : 'aviation';
    this.save();
  }

  toggleSound(): void {
    this.sound = !this.sound;
    this.save();
  }

  setLanguage(language: string): void {
    this.language = language;
    this.save();
  }

  save(): void {
    const { theme, units, sound, language } = this;
    try {
      localStorage.setItem(KEY, JSON.stringify({ theme, units, sound, language }));
    } catch {
      // Storage refused (private window, full): the choice holds until the page is closed.
    }
  }

  #load(): void {
    let kept: unknown;
    try {
      kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    } catch {
      return;
    }
    if (typeof kept !== 'object' || kept === null) return;
    const { theme, units, sound, language } = kept as Record<string, unknown>;
    if (theme === 'dark' || theme === 'light' || theme === 'system') this.theme = theme;
    if (units === 'aviation' || units === 'metric') this.units = units;
    if (typeof sound === 'boolean') this.sound = sound;
    if (typeof language === 'string') this.language = language;
  }
}

export const settings = new Settings();
