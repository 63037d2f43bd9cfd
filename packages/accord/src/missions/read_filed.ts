import { Plain } from '../plain.ts';
import type { FiledForm } from './exchange.ts';
import type { MissionVolume } from './mission.ts';
import { readShape } from './read_volumes.ts';

const MOST_VOLUMES = 200;
const SHAPES = ['bounds_deg', 'polygon_deg', 'circle'] as const;
/** Levels on the grid on which missions are disclosed may lie a step beyond those that can be flown, m. */
const LEAST_LEVEL_M = -2_000;
const MOST_LEVEL_M = 40_000;
const MOST_MS = Number.MAX_SAFE_INTEGER;

/** Reads what another node filed. Gives what is wrong with it, in words, where something is. */
export function readFiled(value: unknown): { readonly filed: FiledForm } | { readonly wrong: string } {
  const root = new Plain(value);
  if (!root.present) root.wrong('nothing', 'file a mission', null);
  const fields = root.map(['crew', 'priority', 'volumes', 'order_ms']);
  const filed: FiledForm = {
    crew: fields.crew.oneOf(['crewed', 'uncrewed', 'unknown'] as const) ?? 'unknown',
    priority: fields.priority.whole(0, 100),
    volumes: fields.volumes.list(1, MOST_VOLUMES).map(readVolume),
    order_ms: fields.order_ms.whole(0, MOST_MS),
  };
  const [first] = root.wrongs;
  return first === undefined ? { filed } : { wrong: `${first.field === '' ? 'it' : first.field}: ${first.reason}` };
}

function readVolume(item: Plain): MissionVolume {
  const fields = item.map(['shape', 'floor_m', 'ceiling_m', 'from_ms', 'until_ms']);
  const shape = fields.shape.map(SHAPES, SHAPES);
  const volume = {
    shape: readShape(fields.shape, shape),
    floor_m: fields.floor_m.number(LEAST_LEVEL_M, MOST_LEVEL_M),
    ceiling_m: fields.ceiling_m.number(LEAST_LEVEL_M, MOST_LEVEL_M),
    from_ms: fields.from_ms.whole(0, MOST_MS),
    until_ms: fields.until_ms.whole(0, MOST_MS),
  };
  if (volume.ceiling_m <= volume.floor_m) fields.ceiling_m.wrong('not above the floor', 'exchange the two');
  if (volume.until_ms <= volume.from_ms) fields.until_ms.wrong('not after its beginning', 'exchange the two');
  return volume;
}
