/**
 * Elementary functions from + - * / and square root alone. ECMAScript leaves Math.sin, exp and their kin to the engine, and
 * engines differ in the last bit; these do not, so two nodes and a browser come to the same outcome. Each is within 1 unit
 * in the last place (measured maxima stand in math.test.ts) and treats NaN, infinities and signed zeros as `Math` does.
 */
export { acos, asin, atan, atan2 } from './math/arc.ts';
export { hypot } from './math/hypot.ts';
export { exp, log, pow } from './math/power.ts';
export { cos, sin, tan } from './math/trig.ts';
