/**
 * Elementary functions from + - * / and square root alone. ECMAScript leaves Math.sin, exp and their kin to the
 * engine, and engines differ in the last bit; these do not, so two nodes and a browser come to the same outcome. Each
 * is within 1 unit in the last place (ulp) and treats NaN, infinities and signed zeros as `Math` does. The largest
 * errors measured: sin and cos 0.80 ulp, tan 0.96, exp and pow 0.52, the inverse functions, log and hypot 0.51, and
 * below 0.76 where the result is subnormal (math.test.ts).
 */
export { acos, asin, atan, atan2 } from './math/arc.ts';
export { hypot } from './math/hypot.ts';
export { exp, log, pow } from './math/power.ts';
export { cos, sin, tan } from './math/trig.ts';
