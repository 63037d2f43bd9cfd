import type { CrewState } from '@skyaccord/accord';
import type { Palette } from './palette.ts';

/** A shape for each state of knowledge: the shape alone tells what it is, whatever the colour. */
export type Shape = CrewState | 'unidentified';

export const SHAPES: readonly Shape[] = ['crewed', 'uncrewed', 'unknown', 'unidentified'];
export const SHAPE_WORDS: Readonly<Record<Shape, string>> = {
  crewed: 'crewed',
  uncrewed: 'uncrewed',
  unknown: 'crew unknown',
  unidentified: 'unidentified',
};

/**
 * Outlines in a box of 24 by 24, nose up: an aeroplane; a slender wing with a bar behind it; a plain arrowhead; a
 * diamond with a tick at the nose.
 */
export const OUTLINES: Readonly<Record<Shape, string>> = {
  crewed: [
    'M12 2 l1.6 6.6 8.4 4.4 v2 l-8.4 -2.2 -.4 5.4 2.8 2.2 v1.6 l-4 -1.2',
    '-4 1.2 v-1.6 l2.8 -2.2 -.4 -5.4 -8.4 2.2 v-2 l8.4 -4.4 Z',
  ].join(' '),
  uncrewed: 'M12 4 l1 5 9.5 1 v2 l-9.5 .4 -.2 4.6 h3.7 v2 h-9 v-2 h3.7 l-.2 -4.6 -9.5 -.4 v-2 l9.5 -1 Z',
  unknown: 'M12 3 L20 21 L12 16.6 L4 21 Z',
  unidentified: 'M12 1 L13 6.2 L20 13.5 L12 21.5 L4 13.5 L11 6.2 Z',
};

/** Brackets around a symbol whose reports are not to be believed as they stand; never turned with it. */
export const FLAG_OUTLINE = 'M2 8 V2 H8 M16 2 H22 V8 M22 16 V22 H16 M8 22 H2 V16';
export const FLAG_IMAGE = 'flagged';

const BOX = 24;
const PIXEL_RATIO = 2;

/** Which shape stands for an aircraft: without a party it is unidentified, whatever else is known. */
export function shapeOf(aircraft: { party: string | null; crew: CrewState }): Shape {
  return aircraft.party === null ? 'unidentified' : aircraft.crew;
}

/** Parties beyond the palette share its last colour; the letter on the label still tells them apart. */
export function colourIndex(party: string | null, order: readonly string[], colours: number): number | null {
  if (party === null) return null;
  const index = order.indexOf(party);
  return index < 0 ? null : Math.min(index, colours - 1);
}

export function imageName(shape: Shape, colour: number | null, hollow: boolean): string {
  return `${shape}.${colour ?? 'none'}.${hollow ? 'hollow' : 'filled'}`;
}

type Image = { name: string; data: ImageData; pixelRatio: number };

/** All aircraft symbols in the palette's colours, filled for fresh, hollow for stale; the marks of CPA and flag. */
export function drawSymbols(palette: Palette): Image[] {
  const images: Image[] = [];
  const colours: [number | null, string][] = [
    [null, palette.unidentified],
    ...palette.parties.map((one, index): [number, string] => [index, one]),
  ];
  for (const shape of SHAPES) {
    for (const [index, colour] of colours) {
      for (const hollow of [false, true]) {
        const data = draw((context) => {
          const path = new Path2D(OUTLINES[shape]);
          context.lineJoin = 'round';
          context.strokeStyle = palette.halo;
          context.lineWidth = hollow ? 4.4 : 3;
          context.stroke(path);
          context.fillStyle = hollow ? palette.halo : colour;
          context.fill(path);
          context.strokeStyle = colour;
          context.lineWidth = hollow ? 1.6 : 0.8;
          context.stroke(path);
        });
        images.push({ name: imageName(shape, index, hollow), data, pixelRatio: PIXEL_RATIO });
      }
    }
  }
  for (const [level, colour] of Object.entries(palette.levels)) {
    const data = drawLines('M6 6 L18 18 M18 6 L6 18', colour, palette.halo);
    images.push({ name: `cpa.${level}`, data, pixelRatio: PIXEL_RATIO });
  }
  const data = drawLines(FLAG_OUTLINE, palette.text, palette.halo);
  images.push({ name: FLAG_IMAGE, data, pixelRatio: PIXEL_RATIO });
  return images;
}

function drawLines(outline: string, colour: string, halo: string): ImageData {
  return draw((context) => {
    const path = new Path2D(outline);
    context.lineCap = 'round';
    context.strokeStyle = halo;
    context.lineWidth = 5;
    context.stroke(path);
    context.strokeStyle = colour;
    context.lineWidth = 2.4;
    context.stroke(path);
  });
}

function draw(paint: (context: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = BOX * PIXEL_RATIO;
  canvas.height = BOX * PIXEL_RATIO;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw on a canvas, which the map symbols need.');
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
