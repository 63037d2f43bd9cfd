import type { AlertLevel } from '@skyaccord/accord';

/** Two short tones, rising with the level; made here, so that no file is needed. */
const TONES_HZ: Readonly<Record<AlertLevel, readonly number[]>> = {
  advisory: [440],
  warning: [587, 784],
  breach: [784, 988, 784],
};
const TONE_S = 0.16;
const GAP_S = 0.05;
const LOUDNESS = 0.12;

/** Tones for new alerts. Silent until somebody turns it on, which a browser requires to be a click anyway. */
class Sound {
  #context: AudioContext | null = null;
  on = false;

  /** Call from a click: browsers give no sound to a page that nobody has touched. */
  turn(on: boolean): void {
    this.on = on;
    if (!on) return;
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  announce(level: AlertLevel): void {
    if (!this.on) return;
    this.#context ??= new AudioContext();
    const context = this.#context;
    let at_s = context.currentTime;
    for (const tone_hz of TONES_HZ[level]) {
      const oscillator = new OscillatorNode(context, { frequency: tone_hz });
      const gain = new GainNode(context, { gain: 0 });
      // Ramps, since a tone cut off at full loudness clicks.
      gain.gain.setValueAtTime(0, at_s);
      gain.gain.linearRampToValueAtTime(LOUDNESS, at_s + 0.02);
      gain.gain.setValueAtTime(LOUDNESS, at_s + TONE_S - 0.04);
      gain.gain.linearRampToValueAtTime(0, at_s + TONE_S);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(at_s);
      oscillator.stop(at_s + TONE_S);
      at_s += TONE_S + GAP_S;
    }
  }
}

export const sound = new Sound();
