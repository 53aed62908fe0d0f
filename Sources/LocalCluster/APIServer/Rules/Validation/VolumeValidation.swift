import KubernetesModel

/// Validation of a pod's volumes and of where they are mounted.
enum VolumeValidation {
    /// What each source must name; the order is that of the checks.
    private static let sources: [(name: String, required: [String])] = [
        ("emptyDir", []), ("hostPath", ["path"]), ("gitRepo", ["repository"]), ("gcePersistentDisk", ["pdName"]),
        ("awsElasticBlockStore", ["volumeID"]), ("secret", ["secretName"]), ("nfs", ["server", "path"]), ("iscsi", ["targetPortal", "iqn"]),
        ("glusterfs", ["endpoints", "path"]), ("flocker", []), ("persistentVolumeClaim", ["claimName"]), ("rbd", ["image"]),
        ("cinder", ["volumeID"]), ("cephfs", []), ("quobyte", []), ("downwardAPI", []), ("fc", []), ("flexVolume", ["driver"]),
        ("configMap", ["name"]), ("azureFile", ["secretName", "shareName"]), ("vsphereVolume", ["volumePath"]),
        ("photonPersistentDisk", ["pdID"]), ("portworxVolume", ["volumeID"]), ("azureDisk", ["diskName", "diskURI"]), ("storageos", []),
        ("scaleIO", ["gateway", "system"]), ("projected", []), ("csi", ["driver"]), ("ephemeral", []), ("local", ["path"]), ("image", []),
    ]

    static func volumes(_ volumes: [JSONValue], _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var names = Set<String>()
        for (index, volume) in volumes.enumerated() {
            let item = path.index(index)
            errors += source(volume, item)
            let name = volume.text("name")
            let problems = CommonChecks.name(name, item.child("name"), NameSyntax.label)
            errors += problems
            if problems.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(item.child("name"), .string(name))) }
        }
        return errors
    }

    /// Exactly one source, and what it must say.
    static func source(_ volume: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var found = false
        for (name, required) in sources {
            guard let source = volume[name], !source.isNull else { continue }
            if found {
                errors.append(.forbidden(path.child(name), "may not specify more than 1 volume type"))
                continue
            }
            found = true
            errors += required.filter { source.text($0).isEmpty }.map { .required(path.child(name).child($0)) }
            errors += details(source, name, path.child(name))
        }
        if !found { errors.append(.required(path, "must specify a volume type")) }
        return errors
    }

    private static func details(_ source: JSONValue, _ name: String, _ path: FieldPath) -> [FieldError] {
        switch name {
        case "secret", "configMap":
            return mode(source["defaultMode"], path.child("defaultMode")) + items(source.list("items"), path.child("items"))
        case "hostPath":
            let types = ["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"]
            return types.contains(source.text("type")) ? [] : [.notSupported(path.child("type"), source["type"], types)]
        case "projected":
            return mode(source["defaultMode"], path.child("defaultMode"))
                + source.list("sources").enumerated().flatMap { index, projection in
                    projected(projection, path.child("sources").index(index))
                }
        default: return []
        }
    }

    private static func projected(_ projection: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for name in ["secret", "configMap"] {
            guard let source = projection[name] else { continue }
            if source.text("name").isEmpty { errors.append(.required(path.child(name).child("name"))) }
            errors += items(source.list("items"), path.child(name).child("items"))
        }
        if let token = projection["serviceAccountToken"] {
            if token.text("path").isEmpty { errors.append(.required(path.child("serviceAccountToken").child("path"))) }
            if let seconds = token["expirationSeconds"]?.integer, seconds < 600 {
                errors.append(
                    .invalid(
                        path.child("serviceAccountToken").child("expirationSeconds"), .integer(seconds),
                        "may not specify a duration less than 10 minutes"))
            }
        }
        return errors
    }

    private static func items(_ items: [JSONValue], _ path: FieldPath) -> [FieldError] {
        items.enumerated().flatMap { index, item -> [FieldError] in
            var errors: [FieldError] = []
            if item.text("key").isEmpty { errors.append(.required(path.index(index).child("key"))) }
            let file = item.text("path")
            if file.isEmpty {
                errors.append(.required(path.index(index).child("path")))
            } else {
                errors += relative(file, path.index(index).child("path"))
            }
            return errors + mode(item["mode"], path.index(index).child("mode"))
        }
    }

    private static func mode(_ mode: JSONValue?, _ path: FieldPath) -> [FieldError] {
        guard let bits = mode?.integer, !(0...0o777 ~= bits) else { return [] }
        return [.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive")]
    }

    private static func relative(_ file: String, _ path: FieldPath) -> [FieldError] {
        if file.hasPrefix("/") { return [.invalid(path, .string(file), "must be a relative path")] }
        return file.split(separator: "/").contains("..") ? [.invalid(path, .string(file), "must not contain '..'")] : []
    }

    static func mounts(_ mounts: [JSONValue], volumes: Set<String>, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var places = Set<String>()
        for (index, mount) in mounts.enumerated() {
            let item = path.index(index)
            let name = mount.text("name")
            if name.isEmpty {
                errors.append(.required(item.child("name")))
            } else if !volumes.contains(name) {
                errors.append(.notFound(item.child("name"), .string(name)))
            }
            let place = mount.text("mountPath")
            if place.isEmpty {
                errors.append(.required(item.child("mountPath")))
            } else if !places.insert(place).inserted {
                errors.append(.invalid(item.child("mountPath"), .string(place), "must be unique"))
            }
            if !mount.text("subPath").isEmpty { errors += relative(mount.text("subPath"), item.child("subPath")) }
            if !mount.text("subPath").isEmpty, !mount.text("subPathExpr").isEmpty {
                errors.append(.invalid(item.child("subPathExpr"), mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive"))
            }
        }
        return errors
    }
}
