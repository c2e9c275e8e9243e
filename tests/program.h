#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

// The program as its user starts it: in the folder of the source, through a shell.
namespace blackstart::tests {

inline const std::filesystem::path kSource = BLACKSTART_SOURCE_DIR;

// The main job, as the README runs it.
inline const std::string kMain = "scenarios/region-outage/reprovision.json";

struct Finished {
  int exit_code = -1;
  std::string out, err;
};

inline std::string text_of_file(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// A new folder, removed with what is in it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "blackstart-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline Finished blackstart(const std::string& arguments, const std::string& environment = {}) {
  const Scratch scratch;
  const std::string out = (scratch.path() / "out").string(),
                    err = (scratch.path() / "err").string();
  const std::string line = "cd '" BLACKSTART_SOURCE_DIR "' && " + environment +
                           " '" BLACKSTART_PROGRAM "' " + arguments + " >'" + out + "' 2>'" + err +
                           "'";
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of_file(out), text_of_file(err)};
}

}  // namespace blackstart::tests
