// Keys in files. What goes wrong names the file.
#pragma once

#include "tools/sign/key_set.hpp"

#include <string>

namespace drydock::tools {

struct key_file_result {
    std::optional<rsa_key> key;
    bool is_new = false; ///< it was made just now
    std::string failure;
};

/// The private key of that file. When there is no such file, one is made, readable by its owner
/// alone; what stands there is never replaced.
key_file_result read_or_make_key(std::string const& path);

/// What verifies: a JWKS document.
key_set_result read_jwks(std::string const& path);
/// What verifies: a private or a public key as PEM.
key_set_result read_key(std::string const& path);

} // namespace drydock::tools
