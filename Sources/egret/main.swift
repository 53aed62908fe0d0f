import EgretCommand

await Program.start()
