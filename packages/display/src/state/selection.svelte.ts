import type { Alert } from '@skyaccord/accord';

/** What a person has picked out, on the map or in a list. */
class Selection {
  track = $state<string | null>(null);
  alert = $state<string | null>(null);
  /** What the map is asked to bring into view; a new object each time, so that asking twice works. */
  view = $state.raw<{ alert: Alert } | { track: string } | null>(null);

  pickAlert(alert: Alert): void {
    this.alert = alert.id;
  }

  showAlert(alert: Alert): void {
    this.alert = alert.id;
    this.view = { alert };
  }

  pickTrack(track: string | null): void {
    this.track = track;
  }

  showTrack(track: string): void {
    this.track = track;
    this.view = { track };
  }

  clear(): void {
    this.track = null;
    this.alert = null;
  }
}

export const selection = new Selection();
