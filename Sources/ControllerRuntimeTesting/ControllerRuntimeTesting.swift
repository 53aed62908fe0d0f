// ControllerRuntimeTesting
