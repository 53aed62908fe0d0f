// EgretCommand
