/** The audit: implementations of one's own, and what a change does. */

export { type Cost, type Costs, costsOf, costText, mergeCosts } from './costs.ts';
export { compared, eventText, type Witness, witnessOf } from './difference.ts';
export { ExternalError, Peer, PROTOCOL } from './exec/index.ts';
export { isModulePath, loadModule, modulePath } from './module.ts';
export { completed, ModuleError, type OwnImplementation, type OwnPorts } from './own.ts';
export {
  buildRevision,
  isRevision,
  loadBuilt,
  loadRevision,
  RevisionError,
  revisionNamed,
  revisionText,
  WORKING_TREE,
} from './revision.ts';
export { REFUSING, whyLeftOut } from './scenarios.ts';
