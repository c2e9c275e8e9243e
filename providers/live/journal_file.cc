#include "providers/live/journal_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace blackstart::live {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.generic_string());
}

}  // namespace

JournalFile::JournalFile(const std::filesystem::path& file, const recovery::Limits& limits)
    : file_(file) {
  descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor_ < 0) fail(file);
  try {
    // Two engines that wrote one journal would each replay the other's inputs as its own.
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) fail(file);
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
    was_empty_ = text.empty();
    replayed_ = recovery::replay(text, limits);
    const std::size_t whole_lines =
        text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
    if (replayed_.was_shorn && ftruncate(descriptor_, static_cast<off_t>(whole_lines)) != 0)
      fail(file);
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

JournalFile::~JournalFile() { close(descriptor_); }

void JournalFile::append(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = write(descriptor_, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(file_);
    line.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fdatasync(descriptor_) != 0) fail(file_);
}

}  // namespace blackstart::live
