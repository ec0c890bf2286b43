// The seed's sample order, "Sales Order Imported Example", with its misprints mended: braces that
// are printed twice where a page ends, and a brace and a bracket that are missing at the end.
#pragma once

#include <string_view>

namespace drydock::tests {

inline constexpr std::string_view sample_order = R"(
  {
    "sales_order_id": "2078df4d-49c1-53da-837a-ad2781b782e0",
    "external_order_id": "611699195963", "external_order_number": "SH21622",
    "order_source": {
      "order_source_id": "4e4af80f-6974-48b6-b88f-e46f1c2a0b28",
      "order_source_nickname": "Shippity Shop Shopify", "order_source_code": "shopify",
      "order_source_friendly_name": "Shopify",
      "refresh_info": {
        "status": "idle", "last_refresh_attempt": "2018-09-12T19:29:21.657Z",
        "refresh_date": "2018-09-12T19:29:16.837Z"
      },
      "active": true
    },
    "sales_order_status": {
      "payment_status": "paid", "fulfillment_status": "unfulfilled", "is_cancelled": false
    },
    "order_date": "2018-09-12T19:18:12Z", "created_at": "2018-09-12T19:29:18.69Z",
    "modified_at": "2018-09-12T19:29:18.69Z",
    "payment_details": {
      "subtotal": {"currency": "usd", "amount": 40.0},
      "estimated_shipping": {"currency": "usd", "amount": 0.0},
      "estimated_tax": {"currency": "usd", "amount": 0.0},
      "grand_total": {"currency": "usd", "amount": 40.0}
    },
    "customer": {"name": "Greg Smith", "phone": null, "email": "greg.smith@example.com"},
    "bill_to": {
      "email": "greg.smith@example.com",
      "address": {
        "name": null, "phone": null, "company_name": null, "address_line1": "",
        "address_line2": null, "address_line3": null, "city_locality": null,
        "state_province": null, "postal_code": null, "country_code": null,
        "address_residential_indicator": "no"
      }
    },
    "ship_to": {
      "name": "Greg Smith", "phone": "", "company_name": null,
      "address_line1": "3800 N LAMAR BLVD STE 220", "address_line2": null,
      "address_line3": null, "city_locality": "Austin", "state_province": "",
      "postal_code": "78756", "country_code": "US", "address_residential_indicator": "no"
    },
    "sales_order_items": [
      {
        "sales_order_item_id": "6f8f3f51-7a5a-50b2-a842-d6e89a5b5b26",
        "line_item_details": {
          "name": "Bubble Popper 4XL", "sku": "BUB-1-T",
          "weight": {"value": 2.8, "unit": "ounce"}
        },
        "ship_to": {
          "name": "Greg Smith", "phone": "", "company_name": null,
          "address_line1": "3800 N LAMAR BLVD STE 220", "address_line2": null,
          "address_line3": null, "city_locality": "Austin", "state_province": "",
          "postal_code": "78756", "country_code": "US", "address_residential_indicator": "no"
        },
        "requested_shipping_options": {"shipping_service": null, "ship_date": null},
        "price_summary": {
          "unit_price": {"currency": "usd", "amount": 40.0},
          "estimated_tax": {"currency": "usd", "amount": 0.0}, "estimated_shipping": null,
          "total": {"currency": "usd", "amount": 40.0}
        },
        "quantity": 1, "is_gift": false
      }
    ]
  })";

} // namespace drydock::tests
