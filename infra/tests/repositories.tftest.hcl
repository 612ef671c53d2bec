mock_provider "aws" {
  override_during = plan

  mock_resource "aws_cloudformation_stack" {
    defaults = { outputs = { Arn = "arn:aws:ecr:eu-west-2:123456789012:repository/shop.app", Uri = "123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop.app" } }
  }
}

variables {
  repositories = ["shop.app"]
}

run "tags_stay_images_are_scanned_and_expire" {
  command = plan

  module {
    source = "../modules/repositories"
  }

  assert {
    condition     = aws_ecr_repository.this["shop.app"].image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this["shop.app"].image_scanning_configuration[0].scan_on_push
    error_message = "Tags stay with their image, and images are scanned when they are pushed."
  }

  assert {
    condition = [for rule in jsondecode(aws_ecr_lifecycle_policy.this["shop.app"].policy).rules : "${rule.rulePriority} ${rule.selection.tagStatus} ${rule.selection.countType} ${rule.selection.countNumber} ${rule.action.type}"] == [
      "1 untagged sinceImagePushed 14 expire", "2 any imageCountMoreThan 100 expire",
    ]
    error_message = "Images without a tag expire after 14 days, others when there are more than 100."
  }

  assert {
    condition     = aws_ecr_repository.this["shop.app"].force_delete == false
    error_message = "Destroy deletes images without having been asked."
  }
}

run "tags_of_environments_move_and_others_stay" {
  command = plan

  module {
    source = "../modules/repositories"
  }

  variables {
    moving_tags   = ["staging", "production"]
    force_destroy = true
  }

  assert {
    condition     = length(aws_ecr_repository.this) == 0 && keys(aws_cloudformation_stack.this) == ["shop.app"]
    error_message = "CloudFormation makes the repository, because the provider has no exclusions."
  }

  assert {
    condition = jsondecode(aws_cloudformation_stack.this["shop.app"].template_body).Resources.Repository.Properties == {
      RepositoryName     = "shop.app"
      ImageTagMutability = "IMMUTABLE_WITH_EXCLUSION"
      ImageTagMutabilityExclusionFilters = [
        { ImageTagMutabilityExclusionFilterType = "WILDCARD", ImageTagMutabilityExclusionFilterValue = "staging" },
        { ImageTagMutabilityExclusionFilterType = "WILDCARD", ImageTagMutabilityExclusionFilterValue = "production" },
      ]
      ImageScanningConfiguration = { ScanOnPush = true }
      EncryptionConfiguration    = { EncryptionType = "AES256" }
      LifecyclePolicy            = { LifecyclePolicyText = local.lifecycle_policy }
      EmptyOnDelete              = true
    }
    error_message = "The repository is as the other, and lets two tags move."
  }

  assert {
    condition = [for rule in jsondecode(local.lifecycle_policy).rules : "${rule.rulePriority} ${join(",", try(rule.selection.tagPatternList, [rule.selection.tagStatus]))} ${rule.selection.countType} ${rule.selection.countNumber} ${rule.action.type}"] == [
      "1 untagged sinceImagePushed 14 expire",
      "2 staging imageCountMoreThan 1 expire",
      "3 production imageCountMoreThan 1 expire",
      "4 staging-*,production-* imageCountMoreThan 100 expire",
      "5 production-* imageCountMoreThan 100 expire",
      "6 staging-* imageCountMoreThan 100 expire",
      "7 any imageCountMoreThan 100 expire",
    ]
    error_message = "Builds for staging expire what was released to production."
  }

  assert {
    condition     = output.urls["shop.app"] == "123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop.app"
    error_message = "Its address is known."
  }
}

run "five_environments_have_as_many_rules_as_ecr_takes" {
  command = plan

  module {
    source = "../modules/repositories"
  }

  variables {
    moving_tags = ["test", "demo", "qa", "staging", "production"]
  }

  assert {
    condition     = length(local.expiry) == 38 && length(distinct([for rule in local.expiry : jsonencode(rule.selection)])) == 38
    error_message = "ECR takes fifty rules, each with a selection of its own."
  }
}

run "more_filters_than_ecr_takes_and_a_name_that_it_does_not_take_are_refused" {
  command = plan

  module {
    source = "../modules/repositories"
  }

  variables {
    moving_tags  = ["a", "b", "c", "d", "e", "f"]
    repositories = ["Shop"]
  }

  expect_failures = [var.moving_tags, var.repositories]
}
