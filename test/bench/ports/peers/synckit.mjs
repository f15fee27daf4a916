import { runAsWorker } from 'synckit';
import { pin } from '../place.mjs';

pin(1);
runAsWorker(async (value) => value);
