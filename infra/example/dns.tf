locals {
  hosts = var.zone_id == null ? {} : { for name, environment in var.environments : name => environment.host }
}

resource "aws_acm_certificate" "this" {
  count                     = var.zone_id == null ? 0 : 1
  domain_name               = sort(values(local.hosts))[0]
  subject_alternative_names = slice(sort(values(local.hosts)), 1, length(local.hosts))
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each        = var.zone_id == null ? {} : { for option in aws_acm_certificate.this[0].domain_validation_options : option.domain_name => option }
  zone_id         = var.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  count                   = var.zone_id == null ? 0 : 1
  certificate_arn         = aws_acm_certificate.this[0].arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "host" {
  for_each = local.hosts
  zone_id  = var.zone_id
  name     = each.value
  type     = "A"

  alias {
    name                   = module.load_balancer[each.key].dns_name
    zone_id                = module.load_balancer[each.key].zone_id
    evaluate_target_health = false
  }
}
