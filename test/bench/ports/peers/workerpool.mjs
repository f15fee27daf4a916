import workerpool from 'workerpool';
import { pin } from '../place.mjs';

pin(1);
workerpool.worker({ echo: (value) => value });
