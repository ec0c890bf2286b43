// A day in the life of a shop, for copying: its server is down for three hours of virtual time, and
// the third attempt of a webhook gets through. DRYDOCK_PROGRAM is where drydock is.
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using boost::asio::ip::tcp;

/// What is tested: a server that takes webhooks in.
class shop {
public:
    shop() : thread_{[this] { serve(); }} {}
    ~shop()
    {
        is_over_ = true;
        tcp::iostream{acceptor_.local_endpoint()} << "bye" << std::flush;
        thread_.join();
    }

    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }
    std::vector<std::string> received()
    {
        std::scoped_lock const guard{mutex_};
        return received_;
    }

    std::atomic<bool> is_down = false;

private:
    void serve()
    {
        while (!is_over_) {
            tcp::iostream client{acceptor_.accept()};
            std::size_t length = 0;
            for (std::string line; std::getline(client, line) && line != "\r";)
                if (line.starts_with("Content-Length: ")) length = std::stoul(line.substr(16));
            std::string body(length, '\0');
            client.read(body.data(), static_cast<std::streamsize>(length));
            if (!is_down && length != 0) {
                std::scoped_lock const guard{mutex_};
                received_.push_back(body);
            }
            client << "HTTP/1.1 " << (is_down ? "503 Down" : "200 OK")
                   << "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                   << std::flush;
        }
    }

    boost::asio::io_context context_;
    tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::mutex mutex_;
    std::vector<std::string> received_;
    std::atomic<bool> is_over_ = false;
    std::thread thread_;
};

/// drydock as a process, as long as this lives.
class sandbox {
public:
    sandbox()
    {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        process_ = fork();
        if (process_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
            execl(DRYDOCK_PROGRAM, DRYDOCK_PROGRAM, "serve", "--listen", ":0", "--quiet",
                  static_cast<char*>(nullptr));
            _exit(127);
        }
        close(ends[1]);
        std::string line;
        for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';)
            line += c;
        close(ends[0]);
        // {"url":"http://127.0.0.1:40123"}
        port_ = line.substr(line.rfind(':') + 1);
        port_.resize(port_.find('"'));
    }
    ~sandbox()
    {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }

    /// Status line, header and body of the answer.
    std::string post(std::string const& path, std::string const& body = "{}")
    {
        tcp::iostream server{"127.0.0.1", port_};
        server << "POST " << path << " HTTP/1.1\r\nHost: localhost\r\nAPI-Key: TEST_key\r\n"
               << "Connection: close\r\nContent-Length: " << body.size() << "\r\n\r\n"
               << body << std::flush;
        return {std::istreambuf_iterator<char>{server}, {}};
    }

private:
    pid_t process_ = 0;
    std::string port_;
};

bool contains(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a webhook survives three hours of outage", "[sdk][loopback]")
{
    shop ours;
    sandbox drydock;
    REQUIRE(contains(drydock.post("/v1/environment/webhooks",
                                  R"({"event":"track","url":")" + ours.url() + R"("})"),
                     "200 OK"));
    ours.is_down = true;
    drydock.post("/v1/tracking/start?carrier_code=ups&tracking_number=1Z00000000000001");
    drydock.post("/_drydock/clock/advance", R"({"by":"3h"})");
    CHECK(ours.received().empty());

    ours.is_down = false;
    auto const third = drydock.post("/_drydock/clock/advance", R"({"by":"1h"})");
    CHECK(contains(third, R"("attempts":{"http_200":1})"));
    REQUIRE(ours.received().size() == 1);
    CHECK(contains(ours.received()[0], R"("status_code":"AC")"));
}
