#include <linux/sched.h>
#include <seccomp.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <type_traits>

#include "app/airlock/system_call_filter.h"

namespace magnetar::app::airlock {
namespace {

// Container runtimes refuse these calls too: the kernel's attack surface beyond files, memory, threads and
// time.
constexpr const char* kClosed[] = {
    // other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd", "pidfd_open",
    // file systems
    "mount", "umount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig",
    "fsmount", "fspick", "mount_setattr", "open_by_handle_at", "name_to_handle_at", "quotactl", "quotactl_fd",
    "fanotify_init", "swapon", "swapoff",
    // namespaces
    "unshare", "setns",
    // the kernel
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "bpf",
    "perf_event_open", "syslog", "acct", "iopl", "ioperm", "lookup_dcookie", "nfsservctl", "vhangup",
    "modify_ldt", "personality", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
    "vmsplice",
    // keys and clocks
    "add_key", "request_key", "keyctl", "settimeofday", "clock_settime", "clock_settime64", "clock_adjtime",
    "adjtimex", "sethostname", "setdomainname"};

constexpr scmp_datum_t kNewNamespaces =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
constexpr scmp_datum_t kSocketType = 0xF;  // without SOCK_NONBLOCK and SOCK_CLOEXEC

/// The library's macros for this are not valid C++.
constexpr scmp_arg_cmp argument(unsigned place, scmp_compare how, scmp_datum_t value,
                                scmp_datum_t other = 0) {
  return {place, how, value, other};
}

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, Release>;

int close_by_name(scmp_filter_ctx filter, const char* name) {
  const int call = seccomp_syscall_resolve_name(name);
  // The call is unknown to this library or this processor.
  if (call < 0) return 0;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
}

/// clone3() passes its flags by a pointer, which seccomp cannot read. With ENOSYS glibc uses clone() instead.
int close_namespaces(scmp_filter_ctx filter) {
  for (scmp_datum_t flag = 1; flag <= kNewNamespaces; flag <<= 1) {
    if ((kNewNamespaces & flag) == 0) continue;
    const int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                       argument(0, SCMP_CMP_MASKED_EQ, flag, flag));
    if (error != 0) return error;
  }
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

int leave_tcp_alone(scmp_filter_ctx filter) {
  const auto refuse = [&](const scmp_arg_cmp& comparison) {
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, comparison);
  };
  int error = refuse(argument(0, SCMP_CMP_LT, AF_INET));
  for (int family = AF_INET + 1; error == 0 && family < AF_INET6; ++family) {
    error = refuse(argument(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(family)));
  }
  if (error == 0) error = refuse(argument(0, SCMP_CMP_GT, AF_INET6));
  for (const int type : {SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_DCCP, SOCK_PACKET}) {
    if (error == 0)
      error = refuse(argument(1, SCMP_CMP_MASKED_EQ, kSocketType, static_cast<scmp_datum_t>(type)));
  }
  return error;
}

}  // namespace

int filter_system_calls() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW));
  if (!filter) return ENOMEM;
  int error = 0;
  for (const char* name : kClosed) {
    if (error == 0) error = close_by_name(filter.get(), name);
  }
  if (error == 0) error = close_namespaces(filter.get());
  if (error == 0) error = leave_tcp_alone(filter.get());
  if (error == 0) error = seccomp_load(filter.get());
  return -error;
}

}  // namespace magnetar::app::airlock
