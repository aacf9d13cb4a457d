export * from './access-request';
export * from './manifest-settings';
export * from './mesh-assertions';
