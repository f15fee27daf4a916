/** The audit: implementations of one's own, and what a change does. */
export { isModulePath, loadModule, modulePath } from './module.ts';
export { completed, ModuleError, type OwnImplementation, type OwnPorts } from './own.ts';
