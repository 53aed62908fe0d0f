internal import Glibc

/// The files that libnss_wrapper reads instead of `/etc/passwd` and `/etc/group`.
///
/// A container may run as any user (OpenShift chooses one for each namespace), but PostgreSQL, peer authentication and pgBackRest ask for the
/// name of theirs. Here it is `postgres`, whatever its number.
struct NameServiceFiles {
    var folder = "/tmp/nss_wrapper/postgres"
    var passwd = "/etc/passwd"
    var group = "/etc/group"
    var user = geteuid()
    var primaryGroup = getegid()

    func write() throws(SystemError) {
        try Files.makeFolder(folder, mode: 0o775)
        try Files.write(
            lines(of: passwd, without: user, then: "postgres:x:\(user):\(primaryGroup):PostgreSQL:/tmp:/bin/bash").utf8, to: "\(folder)/passwd")
        try Files.write(lines(of: group, without: primaryGroup, then: "postgres:x:\(primaryGroup):").utf8, to: "\(folder)/group")
    }

    /// The image's own entries, except those that have the name or the number of the new one.
    private func lines(of path: String, without number: UInt32, then last: String) -> String {
        let present = (try? Files.text(path)) ?? ""
        let kept = present.split(separator: "\n").filter { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            return fields.count > 2 && fields[0] != "postgres" && fields[2] != "\(number)"
        }
        return (kept + [last[...]]).joined(separator: "\n") + "\n"
    }
}
