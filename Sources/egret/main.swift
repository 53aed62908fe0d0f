import EgretCommand

await Egret.start()
