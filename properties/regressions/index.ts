/** Regression memory: what has failed before is written down as plain data, and tried first. */
export { type Again, everyInterleaving, type Tried, tryAgain } from './again.ts';
export { FOLDER, RegressionError, type Remembered, remember, remembered } from './folder.ts';
export { FORMAT, type Found, nameOf, type Regression, read, written } from './regression.ts';
