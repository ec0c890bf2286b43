#include "tools/store/journal_file.hpp"

namespace drydock::tools {

journal_file::journal_file(std::string path, std::string_view header) : file_{std::move(path)}
{
    file_.write(header);
    file_.write("\n");
}

void journal_file::on_block(std::span<model::event const> block, model::sequence_number first,
                            model::text_table const& texts)
{
    if (!good()) return;
    buffer_.clear();
    for (auto const& e : block) {
        lines_.append(buffer_, e, first, texts);
        buffer_.push_back('\n');
        ++first.value;
    }
    file_.write(buffer_);
}

} // namespace drydock::tools
