#include "model/entity/sales_order.hpp"

#include "model/json/json_edit.hpp"
#include "model/json/json_text.hpp"

#include <algorithm>
#include <array>

namespace drydock::model {

namespace {

// Source: the seed, "Sales Order Imported Example", its misprints mended: two braces that are
// printed twice at the end of a page, and brackets that are missing at the end.
constexpr std::string_view sample =
    R"({"sales_order_id":"2078df4d-49c1-53da-837a-ad2781b782e0",)"
    R"("external_order_id":"611699195963","external_order_number":"SH21622",)"
    R"("order_source":{"order_source_id":"4e4af80f-6974-48b6-b88f-e46f1c2a0b28",)"
    R"("order_source_nickname":"Shippity Shop Shopify","order_source_code":"shopify",)"
    R"("order_source_friendly_name":"Shopify","refresh_info":{"status":"idle",)"
    R"("last_refresh_attempt":"2018-09-12T19:29:21.657Z",)"
    R"("refresh_date":"2018-09-12T19:29:16.837Z"},"active":true},)"
    R"("sales_order_status":{"payment_status":"paid","fulfillment_status":"unfulfilled",)"
    R"("is_cancelled":false},"order_date":"2018-09-12T19:18:12Z",)"
    R"("created_at":"2018-09-12T19:29:18.69Z","modified_at":"2018-09-12T19:29:18.69Z",)"
    R"("payment_details":{"subtotal":{"currency":"usd","amount":40.0},)"
    R"("estimated_shipping":{"currency":"usd","amount":0.0},)"
    R"("estimated_tax":{"currency":"usd","amount":0.0},"grand_total":{"currency":"usd",)"
    R"("amount":40.0}},"customer":{"name":"Greg Smith","phone":null,)"
    R"("email":"greg.smith@example.com"},"bill_to":{"email":"greg.smith@example.com",)"
    R"("address":{"name":null,"phone":null,"company_name":null,"address_line1":"",)"
    R"("address_line2":null,"address_line3":null,"city_locality":null,)"
    R"("state_province":null,"postal_code":null,"country_code":null,)"
    R"("address_residential_indicator":"no"}},"ship_to":{"name":"Greg Smith","phone":"",)"
    R"("company_name":null,"address_line1":"3800 N LAMAR BLVD STE 220",)"
    R"("address_line2":null,"address_line3":null,"city_locality":"Austin",)"
    R"("state_province":"","postal_code":"78756","country_code":"US",)"
    R"("address_residential_indicator":"no"},)"
    R"("sales_order_items":[{"sales_order_item_id":"6f8f3f51-7a5a-50b2-a842-d6e89a5b5b26",)"
    R"("line_item_details":{"name":"Bubble Popper 4XL","sku":"BUB-1-T",)"
    R"("weight":{"value":2.8,"unit":"ounce"}},"ship_to":{"name":"Greg Smith","phone":"",)"
    R"("company_name":null,"address_line1":"3800 N LAMAR BLVD STE 220",)"
    R"("address_line2":null,"address_line3":null,"city_locality":"Austin",)"
    R"("state_province":"","postal_code":"78756","country_code":"US",)"
    R"("address_residential_indicator":"no"},)"
    R"("requested_shipping_options":{"shipping_service":null,"ship_date":null},)"
    R"("price_summary":{"unit_price":{"currency":"usd","amount":40.0},)"
    R"("estimated_tax":{"currency":"usd","amount":0.0},"estimated_shipping":null,)"
    R"("total":{"currency":"usd","amount":40.0}},"quantity":1,"is_gift":false}]})";

// What must differ from order to order counts up from the sample's own values.
constexpr std::string_view sales_order_ids = "2078df4d-49c1-53da-837a-";
constexpr std::uint64_t first_sales_order_id = 0xad2781b782e0;
constexpr std::string_view item_ids = "6f8f3f51-7a5a-50b2-a842-";
constexpr std::uint64_t first_item_id = 0xd6e89a5b5b26;
constexpr std::uint64_t first_external_id = 611'699'195'963;
constexpr std::uint64_t first_external_number = 21'622;
constexpr std::uint64_t items_apart = 1U << 24; // between the ids of items of one order

std::string quoted(std::string_view text)
{
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string uuid(std::string_view head, std::uint64_t tail)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text{head};
    for (int shift = 44; shift >= 0; shift -= 4)
        text += digits[(tail >> shift) & 15];
    return quoted(text);
}

std::uint64_t count_items(std::string_view over)
{
    auto const given = raw_member(over, "sales_order_items");
    if (!given.starts_with('[')) return 1; // none, or something else than a list
    json_items items{given};
    std::uint64_t count = 0;
    while (items.next())
        ++count;
    return std::max<std::uint64_t>(count, 1);
}

/// As many items as the order will have, each with an id of its own.
std::string base_items(std::uint64_t order, std::uint64_t count)
{
    json_items only{raw_member(sample, "sales_order_items")};
    only.next();
    std::string items;
    for (std::uint64_t i = 0; i < count; ++i) {
        items += i == 0 ? '[' : ',';
        items += with_value(only.value, "/sales_order_item_id",
                            uuid(item_ids, first_item_id + order - 1 + i * items_apart));
    }
    return items + ']';
}

} // namespace

std::string sales_order(std::string_view over, std::uint32_t ordinal, std::string_view source_id,
                        std::string_view source_fields)
{
    auto const n = std::uint64_t{ordinal} - 1;
    std::string made{sample};
    auto const put = [&](std::string_view pointer, std::string_view value) {
        made = with_value(made, pointer, value);
    };
    put("/sales_order_id", uuid(sales_order_ids, first_sales_order_id + n));
    put("/external_order_id", quoted(std::to_string(first_external_id + n)));
    put("/external_order_number", quoted("SH" + std::to_string(first_external_number + n)));
    put("/order_source", order_source_object(source_id, source_fields));
    put("/sales_order_items", base_items(ordinal, count_items(over)));
    return over.empty() ? made : merged(made, over);
}

std::string order_source_object(std::string_view id, std::string_view fields)
{
    auto const made =
        with_value(raw_member(sample, "order_source"), "/order_source_id", quoted(id));
    return fields.empty() ? made : merged(made, fields);
}

} // namespace drydock::model
