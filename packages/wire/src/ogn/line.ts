/** One aircraft position as OGN sends it; what the line does not hold is `null`, numbers in the line's own units. */
export type OgnPosition = {
  /** Destination of the packet: which kind of device or gateway made it (`OGFLR`, `OGADSB`; `APRS` of old). */
  tocall: string;
  time_of_day_ms: number;
  latitude_deg: number;
  longitude_deg: number;
  /** True, 1 to 360. */
  course_deg: number | null;
  speed_kt: number | null;
  /** Above mean sea level. */
  altitude_ft: number | null;
  flight_level_ft: number | null;
  climb_fpm: number | null;
  /** Digits of the `id` field: the flags, and the address of 24 bits. */
  id: { flags: string; address: string };
  /** Estimate of the GNSS receiver in the aircraft, m. */
  gnss_horizontal_m: number | null;
};

const PACKET = /^[^>:,\s]{1,9}>([^>:,\s]{1,9})((?:,[^:,\s]{1,10}){0,10}):([\s\S]*)$/;
const PLACE = /(\d\d)(\d\d\.\d\d)([NS]).(\d{3})(\d\d\.\d\d)([EW])./;
const MOTION = /(?:(\d{3})\/(\d{3}))?(?:\/A=(-\d{5}|\d{6}))?/;
const POSITION = new RegExp(`^[/@](\\d\\d)(\\d\\d)(\\d\\d)h${PLACE.source}${MOTION.source}(?: |$)`);

/**
 * Reads one line. `null` for what is well formed and no position of an aircraft: status lines, and what a receiver says
 * of itself over TCP/IP; a text is the reason why a line cannot be used. APRS Protocol Reference 1.0.1, chapters 6 to
 * 8; the comment as OGN's wiki describes it ("OGN-flavoured APRS").
 *
 * The position has a hundredth of a minute (18 m); `!Wxy!` holds the third decimal of latitude and longitude.
 */
export function parseLine(line: string): OgnPosition | string | null {
  const packet = PACKET.exec(line);
  if (packet === null) return 'not an APRS packet: NAME>DESTINATION,PATH:INFORMATION';
  const [, tocall, path, body] = packet as unknown as [string, string, string, string];
  if (path.includes(',TCPIP') || !/^[/@]/.test(body)) return null;
  const found = POSITION.exec(body);
  if (found === null) return 'not a position: /HHMMSShDDMM.mmN/DDDMM.mmE and a symbol';
  const [opening, h, m, s, lat_deg, lat_min, ns, lon_deg, lon_min, ew, course, speed, altitude] =
    found as unknown as string[];
  if (Number(h) > 23 || Number(m) > 59 || Number(s) > 60) return 'no time of day';
  if (Number(lat_min) >= 60 || Number(lon_min) >= 60) return '60 minutes of arc or more';
  const { id, more_digits, flight_level, climb_fpm, gnss_horizontal_m } = commentOf(body, (opening as string).length);
  if (id === null) return 'no id field, which says whose address it is and whether it may be tracked';
  const latitude_deg = Number(lat_deg) + Number(`${lat_min}${more_digits?.[0] ?? ''}`) / 60;
  const longitude_deg = Number(lon_deg) + Number(`${lon_min}${more_digits?.[1] ?? ''}`) / 60;
  return {
    tocall,
    time_of_day_ms: (Number(h) * 3600 + Number(m) * 60 + Number(s)) * 1000,
    latitude_deg: ns === 'S' ? 0 - latitude_deg : latitude_deg,
    longitude_deg: ew === 'W' ? 0 - longitude_deg : longitude_deg,
    // APRS has no course of 0: north is 360.
    course_deg: Number(course) || null,
    speed_kt: numberOf(speed),
    altitude_ft: numberOf(altitude),
    flight_level_ft: flight_level === null ? null : flight_level * 100,
    climb_fpm,
    id,
    gnss_horizontal_m,
  };
}

type Comment = {
  id: OgnPosition['id'] | null;
  more_digits: string | null;
  flight_level: number | null;
  climb_fpm: number | null;
  gnss_horizontal_m: number | null;
};

const MOST_WORDS = 64;
/** Ten digits are what gateways of other makers write, with more bits of flags. */
const ID = /^id([0-9A-F]{2}|[0-9A-F]{4})([0-9A-F]{6})$/;

/** The words of the comment, in whatever order; of two alike the first counts. */
function commentOf(body: string, from: number): Comment {
  const said: Comment = { id: null, more_digits: null, flight_level: null, climb_fpm: null, gnss_horizontal_m: null };
  for (const word of body.slice(from).split(' ', MOST_WORDS)) {
    const first = word.charAt(0);
    if (first === 'i') said.id ??= idOf(word);
    else if (first === '!') said.more_digits ??= /^!W(\d\d)!$/.exec(word)?.[1] ?? null;
    else if (first === '+' || first === '-') said.climb_fpm ??= numberOf(/^([+-]\d{3,5})fpm$/.exec(word)?.[1]);
    else if (first === 'g') said.gnss_horizontal_m ??= numberOf(/^gps(\d{1,3})x\d{1,3}$/.exec(word)?.[1]);
    else if (first === 'F') said.flight_level ??= numberOf(/^FL(\d{3}\.\d{2})$/.exec(word)?.[1]);
  }
  return said;
}

function idOf(word: string): OgnPosition['id'] | null {
  const found = ID.exec(word);
  return found === null ? null : { flags: found[1] as string, address: (found[2] as string).toLowerCase() };
}

/** The time in what a server says of itself every 20 s (`# aprsc 2.1 23 Nov 2026 09:00:00 GMT ...`), or `null`. */
export function serverTime(line: string): { day: number; month: number; year: number; time_of_day_ms: number } | null {
  const found = /^#.* (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT/.exec(line.slice(0, 200));
  if (found === null) return null;
  const month = MONTHS.indexOf(found[2] as string) + 1;
  const [h, m, s] = [Number(found[4]), Number(found[5]), Number(found[6])];
  if (month === 0 || h > 23 || m > 59 || s > 60) return null;
  const time_of_day_ms = ((h * 60 + m) * 60 + s) * 1000;
  return { day: Number(found[1]), month, year: Number(found[3]), time_of_day_ms };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
