/**
 * Colours where there is a terminal, or where FORCE_COLOR asks for them. The library would also colour whatever a CI
 * runner redirects to a file, since it takes the variable CI for a terminal; a program that reads our text would trip.
 */
import pc from 'picocolors';

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
const forced = Boolean(FORCE_COLOR) && FORCE_COLOR !== '0';
const wanted = forced || (process.stdout.isTTY === true && TERM !== 'dumb');

export const colours: ReturnType<typeof pc.createColors> = pc.createColors(wanted && !NO_COLOR);
