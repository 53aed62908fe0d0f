print("egret-operator")
