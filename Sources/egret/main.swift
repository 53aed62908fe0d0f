print("egret")
