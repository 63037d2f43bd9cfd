import type { CylinderVolume, Minima, MutableCylinder, Volume } from '../detectors/detector.ts';

/** The volume that minima given with an aircraft make, in objects that are used again at every update. */
export class OwnMinima {
  private readonly stored: MutableCylinder[] = [];
  private readonly several: { readonly kind: 'cylinders'; readonly cylinders: MutableCylinder[] } = {
    kind: 'cylinders',
    cylinders: [],
  };

  /** The volume of minima, at every height where heights cannot be compared; valid until the next call. */
  volume(minima: readonly Minima[], heightKnown: boolean): Volume {
    const { stored, several } = this;
    while (stored.length < minima.length) stored.push({ kind: 'cylinder', distance_m: 0, height_m: 0 });
    for (let i = 0; i < minima.length; i++) {
      const { lateral_m, vertical_m } = minima[i] as Minima;
      const cylinder = stored[i] as MutableCylinder;
      cylinder.distance_m = lateral_m;
      cylinder.height_m = heightKnown ? vertical_m : Number.POSITIVE_INFINITY;
    }
    if (minima.length === 1) return stored[0] as CylinderVolume;
    several.cylinders.length = minima.length;
    for (let i = 0; i < minima.length; i++) several.cylinders[i] = stored[i] as MutableCylinder;
    return several;
  }
}
