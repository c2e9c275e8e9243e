#pragma once

#include <filesystem>
#include <string_view>

#include "recovery/journal.h"

namespace blackstart::live {

// The journal on a disk. A line is on the disk when append() returns; what a crash cut off in
// mid-line is taken off when it is opened. One engine has it at a time.
class JournalFile {
 public:
  // Creates the file where there is none. Throws std::system_error, also while another has it, and
  // JournalError for what cannot be replayed.
  JournalFile(const std::filesystem::path& file, const recovery::Limits& limits);
  ~JournalFile();
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  // The engine that was told all that the file held when it was opened.
  const recovery::Replay& replayed() const { return replayed_; }
  bool was_empty() const { return was_empty_; }
  // Throws std::system_error where the line may not be on the disk: the engine must then not be
  // told.
  void append(std::string_view line);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
  bool was_empty_ = true;
  recovery::Replay replayed_;
};

}  // namespace blackstart::live
