super::code!(warning "W0233" "doubtful-property" "doubtful_property.md");
